/**
 * @file Opening a model: its engine starts while its files arrive, and on WebGPU its kernels are
 * compiled as soon as both the engine and the model's config are there.
 */
import type { Engine, OnProgress, Opening } from "../core/hosts.ts";
import { TiltError } from "../core/types.ts";
import type { ReadOptions } from "./checkpoint.ts";
import { warmUp, type Purpose } from "./gpu/warm.ts";
import type { Surroundings } from "./host.ts";

type Wanted<Files> = {
  readonly backend: Opening["backend"];
  /** The model in words, for progress. */
  readonly what: string;
  readonly purpose: Purpose;
  read(options: ReadOptions): Promise<Files>;
  readonly onProgress: OnProgress | undefined;
};

/** All models have files of the same names: says of which one a file cannot be used. */
function nameModel(error: unknown, what: string): unknown {
  if (!(error instanceof TiltError) || !error.code.startsWith("checkpoint.")) return error;
  return new TiltError(error.code, error.message, error.next, { cause: error, about: what });
}

/** The engine, and what `read` got. */
export async function openTogether<Files>(
  around: Surroundings,
  { backend, what, purpose, read, onProgress = () => {} }: Wanted<Files>,
): Promise<[Engine, Files]> {
  const engine = around.engine(backend);
  let compiled = Promise.resolve();
  const compile = async (config: Parameters<typeof warmUp>[0]) => {
    if ((await engine).backend !== "webgpu") return;
    const programs = `GPU programs of the ${what}`;
    await warmUp(config, purpose, (done, total) =>
      onProgress({ what: programs, unit: "programs", done, total }),
    );
  };
  const files = read({
    onProgress: (done, total) => onProgress({ what, unit: "bytes", done, total }),
    onConfig(config) {
      compiled = compile(config);
      // Waited for below, unless the files or the engine fail first.
      compiled.catch(() => {});
    },
  }).catch((error: unknown) => {
    throw nameModel(error, what);
  });
  const opened = await Promise.all([engine, files]);
  await compiled;
  return opened;
}
