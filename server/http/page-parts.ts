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

/** Language of a plain page. */
export type PageLanguage = 'vi' | 'en';

/** Vietnamese unless English is asked for. */
export function languageOf(wanted: unknown): PageLanguage {
  return wanted === 'en' ? 'en' : 'vi';
}
