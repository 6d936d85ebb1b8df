/**
 * @file `npm run tilt -- <command>`: the same engine as in the tab, in Node. Data on stdout,
 * progress and errors on stderr. Exit codes: 0 done, 1 a check failed, 2 a check is incomplete,
 * 3 the command could not be carried out.
 */
import { version } from "../../package.json";
import { TiltError } from "../core/types.ts";

type Command = { readonly about: string; readonly load: () => Promise<{ main: Main }> };
type Main = (args: string[]) => Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  run: { about: "run a method on a task, one JSON step a line", load: () => import("./run.ts") },
  bank: {
    about: "draw a sample bank that all methods can share",
    load: () => import("./bank.ts"),
  },
  record: { about: "make the runs that come with the page", load: () => import("./record.ts") },
  task: { about: "show a task, its text and its reward", load: () => import("./task.ts") },
  pretrain: {
    about: "train the bundled models from their own text",
    load: () => import("./pretrain.ts"),
  },
  card: { about: "measure a bundled model for its model card", load: () => import("./card.ts") },
  reproduce: {
    about: "measure what the papers claim, each claim with its pass rule",
    load: () => import("./reproduce.ts"),
  },
  table: {
    about: "count what each method needs, beside the post's table",
    load: () => import("./table.ts"),
  },
  league: {
    about: "every method at equal budgets, on the plane of gold and KL",
    load: () => import("./league.ts"),
  },
  reach: {
    about: "draw the start model's answers that show how far a nat reaches",
    load: () => import("./reach.ts"),
  },
  verify: {
    about: "check the maths against a file of reference cases",
    load: () => import("./verify.ts"),
  },
  "verify-model": {
    about: "check the engine against a checkpoint with expected values",
    load: () => import("./verify-model.ts"),
  },
  bench: {
    about: "time the engine against stock tfjs and jax-js",
    load: () => import("./bench.ts"),
  },
  kernels: {
    about: "compile the kernels of WASM, after a change to them",
    load: () => import("./kernels.ts"),
  },
  logits: { about: "print the last logits of a checkpoint", load: () => import("./logits.ts") },
};

const usage = `Usage: npm run tilt -- <command> [options]

${Object.entries(commands)
  .map(([name, { about }]) => `  ${name.padEnd(14)}${about}`)
  .join("\n")}

  npm run tilt -- <command> --help    what a command takes and prints
  npm run tilt -- --version
`;

async function main([name, ...args]: string[]): Promise<number> {
  if (name === "--version") {
    console.log(version);
    return 0;
  }
  if (name === undefined || name === "--help" || name === "help") {
    console.log(usage);
    return name === undefined ? 3 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new TiltError("cli.command", `There is no command ${name}.`, usage);
  return (await command.load()).main(args);
}

/** Says what went wrong and what to do next; a stack only for what nobody foresaw. */
function report(error: unknown): number {
  if (error instanceof TiltError) console.error(`${error.message}\n${error.next}\n(${error.code})`);
  else if (error instanceof TypeError && "code" in error)
    console.error(`${error.message}\nSee --help.`);
  else console.error(error);
  return 3;
}

// A reader that closes the pipe early (head, say) is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await main(process.argv.slice(2)).catch(report);
// Threads of the WASM and WebGPU backends would keep the process alive.
process.stdout.write("", () => process.exit());
