/**
 * @file `tilt kernels`: compiles the kernels of WASM. What it writes is kept in the repository, so
 * that neither the page nor the terminal needs a compiler; a test holds the two together.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { TiltError } from "../core/types.ts";
import { flags } from "./options.ts";

const help = `Usage: npm run tilt -- kernels

Compiles src/models/kernels/native/*.ts (AssemblyScript) into src/models/kernels/native-binary.ts.
`;

const room = fileURLToPath(new URL("../../src/models/kernels/", import.meta.url));

/** The text of native-binary.ts for the sources as they are. Throws TiltError kernels.refused. */
export async function compiled(): Promise<string> {
  const options = ["--optimizeLevel", "3", "--noAssert", "--runtime", "stub"];
  const memory = ["--importMemory", "--noExportMemory", "--enable", "simd"];
  // v128 never leaves the module.
  const args = ["index.ts", ...options, ...memory, "--disableWarning", "112", "--outFile", "out"];
  let binary: Uint8Array | null = null;
  const { error, stderr } = await asc.main([...args, "--baseDir", `${room}native`], {
    writeFile: (_, contents) => void (binary = contents as Uint8Array),
  });
  if (error || !binary) {
    throw new TiltError(
      "kernels.refused",
      String(stderr),
      "Mend the named line and compile again.",
    );
  }
  const base64 = Buffer.from(binary).toString("base64");
  const lines = base64.match(/.{1,96}/g)!.map((line) => `  "${line}",`);
  return `/** @file Made by \`npm run tilt -- kernels\` from native/: not to be edited. */\nexport const BINARY = [\n${lines.join("\n")}\n].join("");\n`;
}

export async function main(args: string[]): Promise<number> {
  const { values } = flags(args, { help: { type: "boolean", default: false } }, help);
  if (values.help) {
    console.log(help);
    return 0;
  }
  writeFileSync(`${room}native-binary.ts`, await compiled());
  return 0;
}
