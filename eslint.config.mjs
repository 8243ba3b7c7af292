import tseslint from "typescript-eslint";

/** One folder's wall: which other folders it may not import from (see docs/decisions). */
const wall = (folder, ...forbidden) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: forbidden.map((name) => ({
          regex: name.startsWith("@") ? `^${name}` : `^(\\.\\./)+${name}(/|$)`,
          message: `${folder}/ does not import ${name}: imports go cli → harness → components, detective, sandbox.`,
        })),
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "reports/", "**/*.as.ts"] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ["*.mjs", "scripts/*.mjs"] } },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/consistent-type-imports": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      eqeqeq: "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "Literal[value=/arn:aws:/]",
          message: "No literal arn:aws: — take the partition from the caller.",
        },
        {
          selector: "TemplateElement[value.raw=/arn:aws:/]",
          message: "No literal arn:aws: — take the partition from the caller.",
        },
      ],
    },
  },
  wall("components", "detective", "harness", "sandbox", "cli", "@aws-sdk"),
  wall("detective", "components", "harness", "sandbox", "cli", "@pulumi"),
  wall("sandbox", "components", "detective", "harness", "cli"),
  wall("harness", "cli"),
  {
    files: ["tests/**/*.ts", "bench/**/*.ts"],
    rules: {
      "no-restricted-syntax": "off",
      "no-restricted-properties": [
        "error",
        { object: "it", property: "only", message: "no .only" },
        { object: "describe", property: "only", message: "no .only" },
      ],
    },
  },
  { files: ["**/*.mjs"], ...tseslint.configs.disableTypeChecked },
  { files: ["eslint.config.mjs"], rules: { "no-restricted-syntax": "off" } },
);
