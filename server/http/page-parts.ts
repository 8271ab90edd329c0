/** Beginning of a page for mustache, up to its title. */
export const PAGE_HEAD = `<!doctype html>
<html lang="{{lang}}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
`;

/** What the style of all our plain pages begins with; it follows the browser's light or dark scheme. */
export const PAGE_BASE_STYLE = `:root { color-scheme: light dark; background: Canvas; color: CanvasText; }
body {
  max-width: 42em;
  margin: 0 auto;
  padding: 1em;
  font-family: system-ui, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif;
  line-height: 1.6;
  overflow-wrap: break-word;
}
header { border-bottom: 1px solid; }
header p { margin: 0 0 0.5em; font-weight: 600; }
h1 { font-size: 1.5em; line-height: 1.4; }
a { display: inline-block; padding: 0.6em 0; }
.note { margin-top: 2em; padding: 0.75em 1em; border: 1px solid rgb(128 128 128 / 0.5); }
`;

/** Style of pages with a form, after the base: fields, buttons, faults, and a header with a choice of languages. */
export const PAGE_FORM_STYLE = `:root { --accent: #00529b; --on-accent: #fff; --fault: #b3001b; }
@media (prefers-color-scheme: dark) { :root { --accent: #9ac7f5; --on-accent: #111; --fault: #ff9c9c; } }
header { display: flex; flex-wrap: wrap; gap: 0 1.5em; justify-content: space-between; align-items: center; }
header p { margin: 0; }
header nav a { margin-right: 1em; }
header nav a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
label { display: block; margin-top: 1em; font-weight: 600; }
input:not([type='hidden'], [type='checkbox']), textarea {
  box-sizing: border-box;
  width: 100%;
  min-height: 2.75em;
  padding: 0.4em 0.6em;
  border: 1px solid #767676;
  border-radius: 0.25em;
  font: inherit;
}
input[aria-invalid], textarea[aria-invalid] { border: 2px solid var(--fault); }
button {
  min-height: 2.75em;
  margin-top: 1.5em;
  padding: 0.4em 1.5em;
  border: 1px solid transparent;
  border-radius: 0.25em;
  background: var(--accent);
  color: var(--on-accent);
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.error { margin-top: 1.5em; padding: 0.75em 1em; border: 2px solid var(--fault); }
.error h2 { margin: 0; font-size: 1.1em; line-height: 1.6; }
.error p { margin: 0.25em 0 0; }
.fault { margin: 0; color: var(--fault); font-weight: 600; }
`;

/** Language of a plain page. */
export type PageLanguage = 'vi' | 'en';

/** Vietnamese unless English is asked for. */
export function languageOf(wanted: unknown): PageLanguage {
  return wanted === 'en' ? 'en' : 'vi';
}

/** Puts values into the places of a sentence: `{n}`. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
