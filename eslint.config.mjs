import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import { configs as wc } from 'eslint-plugin-wc';
import ts from 'typescript-eslint';

const NODE_GLOBALS = { console: 'readonly', process: 'readonly', URL: 'readonly', Buffer: 'readonly' };

export default defineConfig(
  globalIgnores(['**/dist', 'coverage', 'storybook-static', 'test-results', 'data', 'bench', 'demo/hostile']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,

  {
    files: ['**/*.ts'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'tsconfig.node.json', '.storybook/tsconfig.json', 'server/tsconfig.test.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // `!` after an index that the line before has checked says less than a branch that cannot be reached.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Limits count code points, which is what a spread string gives.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // `||` skips the empty string on purpose.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'A union of strings needs no code and is erased.' },
      ],
    },
  },

  {
    files: ['src/**/*.ts', 'stories/**/*.ts'],
    extends: [wc['flat/recommended'], wc['flat/best-practice'], lit.configs['flat/all'], litA11y.configs.recommended],
    settings: { wc: { elementBaseClasses: ['LitElement', 'TinhElement'] } },
    rules: {
      // Lit binds `@event=${this.method}` itself.
      '@typescript-eslint/unbound-method': 'off',
      // Registration is define.ts's own, guarded against a second copy of the bundle.
      'wc/file-name-matches-element': 'off',
      'wc/define-tag-after-class-definition': 'off',
      // LitElement has every lifecycle callback; TinhElement's are known to exist.
      'wc/guard-super-call': 'off',
      // Reactive properties are legacy-decorated fields, which the compiler assigns and does not define.
      'lit/no-classfield-shadowing': 'off',
      // A list of a few rows that never move needs no `repeat`.
      'lit/no-template-map': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'no-console': ['error', { allow: ['warn', 'error'] }] },
  },

  {
    files: ['tests/**/*.ts', 'server/tests/**/*.ts', 'stories/**/*.ts'],
    rules: {
      // `expect(x).to.be.true` is a sentence; a test's promise is the runner's; answers under test are unknown JSON.
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['describe', 'it', 'test', 'suite'], package: 'node:test' },
          ],
        },
      ],
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/require-await': 'off',
      // Copies of events' fields, and old interfaces that real pages still call, are what some tests are about.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-deprecated': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  {
    files: ['tests/*.test.ts', 'tests/support/*.ts'],
    rules: {
      // The types of @open-wc/testing say that `expect(x).to.equal(y)` is a promise: name what really has to be awaited.
      '@typescript-eslint/no-floating-promises': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'ExpressionStatement > CallExpression[callee.name=/^(fixture|oneEvent|nextFrame|aTimeout|waitUntil|elementUpdated|sendKeys|sendMouse|setViewport|emulateMedia|executeServerCommand|a11ySnapshot|expectAccessible|settled|turn)$/]',
          message: 'Await it.',
        },
        {
          selector: 'ExpressionStatement > CallExpression[callee.property.name=/^(accessible|rejects|rejected)$/]',
          message: 'Await it.',
        },
      ],
    },
  },
  {
    files: ['stories/**/*.ts', '.storybook/*.ts', 'playwright.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },

  { files: ['**/*.mjs', '**/*.cjs'], languageOptions: { globals: { ...NODE_GLOBALS, module: 'writable' } } },
  {
    files: ['demo/**/*.js', 'demo/**/*.mjs'],
    languageOptions: { globals: { document: 'readonly', window: 'readonly', location: 'readonly', URL: 'readonly' } },
  },
);
