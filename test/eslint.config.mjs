import svelte from "eslint-plugin-svelte";
import ts from "typescript-eslint";

export default ts.config(
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  { ignores: ["dist/", "node_modules/", "public/", "src/models/kernels/native/"] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"] } },
  },
  {
    rules: {
      // `x == null` asks for null and undefined at once.
      eqeqeq: ["error", "always", { null: "ignore" }],
      // A leading underscore says "left out on purpose".
      "@typescript-eslint/no-unused-vars": [
        "error",
        { varsIgnorePattern: "^_", argsIgnorePattern: "^_" },
      ],
      "no-restricted-globals": ["error", "event", "name"],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "Dice come from the lab (core/random.ts)." },
      ],
      "svelte/no-at-html-tags": "error",
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
);
