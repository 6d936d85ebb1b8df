import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { menu } from "../../src/menu.ts";
import type { Method } from "../../src/core/types.ts";
import { translated, type Prose } from "../../src/ui/words/book.ts";
import { en } from "../../src/ui/words/en.ts";
import { words as enViews } from "../../src/ui/words/en-views.ts";
import { korean } from "../../src/ui/words/ko-book.ts";
import { library as enLibrary } from "../../src/ui/words/en-library.ts";
import { library as koLibrary } from "../../src/ui/words/ko-library.ts";
import { language, say, viewWords, words } from "../../src/ui/words/index.svelte.ts";
import { methods as prose } from "../../src/ui/words/ko-methods/index.ts";
import { words as koViews } from "../../src/ui/words/ko-views.ts";
import { joined } from "../../src/ui/words/ko-particles.ts";

/** Every leaf of a book, by its path. */
function leaves(value: unknown, path = ""): [path: string, leaf: unknown][] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, v]) => leaves(v, path ? `${path}.${key}` : key));
}
const HANGUL = /[\uac00-\ud7a3]/;

/** The same in every language: formulas, names, keys, and what the model itself is to read. */
const COMMON =
  /^(language|title|ask\.(placeholder\..*|reward)|setup\.backends\.(webgpu|wasm)|trouble\..*code)$|^keys\.list\.\d+\.(0|2)$/;
/** No word of two letters is left once the formulas' own are taken away. */
const isFormula = (text: string) => !/[a-z]{2}/i.test(text.replace(/log|exp|ref|KL|SE|ln/g, ""));

describe.each([
  ["the instrument", en, korean.words],
  ["the pictures", enViews, koViews],
  ["the pages beside the bench", enLibrary, koLibrary],
])("Korean for the words of %s", (_, english, translation) => {
  const theirs = new Map(leaves(translation));
  const ours = leaves(english);

  it("has every entry, and nothing that English has not", () => {
    const kinds = (all: Iterable<[string, unknown]>) =>
      Object.fromEntries([...all].map(([path, leaf]) => [path, typeof leaf]));
    expect(kinds(theirs)).toEqual(kinds(ours));
  });

  it("is Korean wherever English says a word", () => {
    const left = ours.filter(
      ([path, text]) =>
        typeof text === "string" &&
        !COMMON.test(path) &&
        !isFormula(text) &&
        !HANGUL.test(String(theirs.get(path))) &&
        theirs.get(path) === text,
    );
    expect(left).toEqual([]);
  });
});

const own: Readonly<Record<string, Prose>> = Object.fromEntries(
  await Promise.all(
    Object.entries(prose).map(async ([id, come]) => [id, (await come()).default] as const),
  ),
);

describe("Korean for what methods and tasks say", () => {
  const proseOf = (method: Method) => [
    ...method.paper.simplified,
    ...Object.values(method.knobs).flatMap((knob) => [knob.label, knob.help]),
    ...method.box.map((line) => line.explain),
  ];
  const all = Object.values(menu.methods) as unknown as Method[];

  it.each(all.map((method) => [method.id, method] as const))("%s: all of it", (id, method) => {
    const missing = proseOf(method).filter(
      (text) => !HANGUL.test(translated(korean, text, own[id])),
    );
    expect(missing.filter((text) => /[a-z]{3}/.test(text))).toEqual([]);
  });

  it("has no sentence that nobody says any more", () => {
    const said = (method: Method) => [
      ...proseOf(method),
      ...Object.values(method.knobs).flatMap((k) => (k.type === "choice" ? k.options : [])),
    ];
    const stale = Object.entries({ ...own, shared: korean.shared }).flatMap(([id, prose]) => {
      const known = new Set(all.filter((m) => id === "shared" || m.id === id).flatMap(said));
      return Object.keys(prose).filter((text) => !known.has(text));
    });
    expect(stale).toEqual([]);
  });

  it("tells the tasks", () => {
    for (const { name, about } of Object.values(menu.tasks)) {
      expect(translated(korean, name)).toMatch(HANGUL);
      expect(translated(korean, about)).toMatch(HANGUL);
    }
  });
});

describe("sentences from elsewhere", () => {
  it.each([
    [
      "WASM: the first that works here. WebGPU was passed over: this browser has no WebGPU.",
      "WASM: 여기서 되는 것 중 첫째입니다. WebGPU는 건너뛰었습니다: 이 브라우저에는 WebGPU가 없습니다.",
    ],
    ["is not between 0.002 and 5", "0.002에서 5 사이가 아닙니다"],
    ["Nobody has ever said this.", "Nobody has ever said this."],
  ])("%s", (english, said) => {
    expect(translated(korean, english)).toBe(said);
  });
});

describe("what may go wrong under a visitor's hands", () => {
  const src = join(import.meta.dirname, "../../src");
  /** Only a damaged model, a terminal or a mistake of the program's own is told in English alone. */
  const RARE =
    /^(checkpoint|tokenizer|verify|verify-model|toy|bank|model|writer|annotator\.(tokens|blind)|reward\.no-)/;
  /** Sentences of the errors that a file throws, the parts that vary as numbers. */
  function sentences(file: string): string[] {
    const found: string[] = [];
    const textOf = (node: ts.Node): string | null => {
      if (ts.isStringLiteralLike(node)) return node.text;
      if (!ts.isTemplateExpression(node)) return null;
      return node.head.text + node.templateSpans.map(({ literal }) => `12${literal.text}`).join("");
    };
    const visit = (node: ts.Node): void => {
      ts.forEachChild(node, visit);
      if (ts.isVariableDeclaration(node) && node.name.getText() === "next" && node.initializer) {
        const text = textOf(node.initializer);
        if (text !== null) found.push(text);
      }
      if (!ts.isNewExpression(node) || node.expression.getText() !== "TiltError") return;
      const [code, ...told] = (node.arguments ?? []).slice(0, 3).map(textOf);
      if (RARE.test(code ?? "")) return;
      found.push(...told.filter((text) => text !== null));
    };
    const text = readFileSync(join(src, file), "utf8");
    const script = file.endsWith(".svelte")
      ? (/<script[^>]*>([^]*?)<\/script>/.exec(text)?.[1] ?? "")
      : text;
    visit(ts.createSourceFile(file, script, ts.ScriptTarget.Latest, true));
    return found;
  }
  const all = readdirSync(src, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /\.(ts|svelte)$/.test(file) && !file.startsWith("cli/"))
    .flatMap((file) => sentences(file).map((text) => [text, file] as const));

  it("is told in Korean", () => {
    expect(all.length).toBeGreaterThan(40);
    expect(all.filter(([text]) => !HANGUL.test(translated(korean, text)))).toEqual([]);
  });
});

describe("particles", () => {
  it.each([
    ["보상 모델", "은", "보상 모델은"],
    ["평가자", "은", "평가자는"],
    ["38", "이", "38이"],
    ["39", "이", "39가"],
    ["40", "을", "40을"],
    ["β", "을", "β를"],
    ["0.91", "으로", "0.91로"],
    ["0.93", "으로", "0.93으로"],
    ["서울", "으로", "서울로"],
    ["GPU", "이", "GPU가"],
    ["“WASM”", "은", "“WASM”은"],
  ] as const)("%s + %s", (word, particle, whole) => {
    expect(joined(word, particle)).toBe(whole);
  });
});

describe("a change of language", () => {
  it("changes everything in use at once, and the last wish counts", async () => {
    await language.illustrated(Promise.resolve());
    await language.learn("dpo");
    const overtaken = language.use("ko", false);
    expect([words.tools.share, viewWords.rail.reward]).toEqual(["Share", "Reward"]);
    await overtaken;
    expect([words.tools.share, viewWords.rail.reward]).toEqual(["공유", "보상"]);
    expect(say("Odds of a wrong label", "dpo")).toBe("레이블이 틀릴 확률");

    const there = language.use("en", false);
    await Promise.all([there, language.use("ko", false), language.use("en", false)]);
    expect([language.name, words.tools.share, viewWords.rail.reward]).toEqual([
      "en",
      "Share",
      "Reward",
    ]);
  });

  it("does not call a method told whose prose is still on its way", async () => {
    await language.use("ko", false);
    const coming = language.learn("ipo");
    expect(language.tells("ipo")).toBe(false);
    await coming;
    expect(language.tells("ipo")).toBe(true);
    await language.use("en", false);
  });
});

describe("the door to the languages", () => {
  it("is ui/words: nobody else imports one", () => {
    const src = join(import.meta.dirname, "../../src");
    const files = readdirSync(src, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(ts|svelte)$/.test(file))
      .map((file) => file.replaceAll("\\", "/"))
      .filter((file) => !file.startsWith("ui/words/"));
    const direct = files.filter((file) =>
      /from "[^"]*words\/(en|ko)/.test(readFileSync(join(src, file), "utf8")),
    );
    expect(direct).toEqual([]);
  });
});
