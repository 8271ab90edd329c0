/** `npm run size`: bytes of the built bundle, what each element costs, and what is loaded later. Exit code 1 above the limit. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Most bytes that `dist/tinh.js` may have after gzip -9. Raising it needs a line in CHANGELOG.md. */
const LIMIT = 21_800;

/** Likewise for what it loads later. */
const LATER_LIMITS: Readonly<Record<string, number>> = {
  'tinh-article-clean.js': 1300,
  'tinh-article-correction.js': 3300,
  'tinh-article-end.js': 4200,
  'tinh-article-frame.js': 9800,
  'tinh-article-metadata.js': 2600,
  'tinh-article-pictures.js': 3000,
  'tinh-article-purify.js': 11_500,
  'tinh-article-save.js': 1500,
  'tinh-article-source.js': 4400,
  'tinh-article-speech.js': 2100,
  'tinh-article-tools.js': 4400,
  'tinh-comment-talk.js': 18_400,
  'tinh-quick-links-data.js': 1950,
  'tinh-session-watch.js': 10_200,
};

const BUNDLE = new URL('../dist/tinh.js', import.meta.url);

/** Bytes of the bundle by element, shared folder or package, from the source map's segments. */
function shares(code: string, map: SourceMap): Map<string, number> {
  const bytes = new Map<string, number>();
  code.split('\n').forEach((line, lineNumber) => {
    let column = 0;
    for (const character of line) {
      const entry = map.findEntry(lineNumber, column);
      const part = partOf('originalSource' in entry ? entry.originalSource : '');
      bytes.set(part, (bytes.get(part) ?? 0) + Buffer.byteLength(character));
      column += character.length;
    }
  });
  return bytes;
}

/** The part of the house that a source belongs to: folders with a hyphen are elements, the others are shared. */
function partOf(source: string): string {
  const folder = /(?:^|\/)src\/([^/]+)\//.exec(source)?.[1];
  if (folder) return folder.includes('-') ? `tinh-${folder}` : `shared: ${folder}`;
  return /node_modules\/(@?lit)/.test(source) ? 'lit and @lit/context' : 'other';
}

/** Bytes after gzip -9 and brotli 11. */
function compressed(file: Buffer): [number, number] {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  return [gzipSync(file, { level: 9 }).length, brotliCompressSync(file, { params }).length];
}

function main(): number {
  if (!existsSync(BUNDLE)) {
    console.error('size: dist/tinh.js is missing; run “npm run build” first.');
    return 1;
  }
  const file = readFileSync(BUNDLE);
  const payload = JSON.parse(readFileSync(new URL(`${BUNDLE.href}.map`), 'utf8')) as SourceMapPayload;
  const [gzip, brotli] = compressed(file);
  const code = file.toString().replace(/\n\/\/# sourceMappingURL=.*\s*$/, '');
  const parts = [...shares(code, new SourceMap(payload))].sort(([, a], [, b]) => b - a);

  const row = (name: string, ...numbers: number[]) => {
    console.log(name.padEnd(24) + numbers.map((number) => number.toLocaleString('en').padStart(10)).join(''));
  };
  console.log('dist/tinh.js, bytes. A part’s minified bytes are those that the source map traces to its files;');
  console.log('its gzip and brotli are the same share of the whole, not what leaving it out would save.\n');
  console.log(`${''.padEnd(24)}${['minified', 'gzip -9', 'brotli 11'].map((head) => head.padStart(10)).join('')}`);
  for (const [name, bytes] of parts) {
    const share = bytes / Buffer.byteLength(code);
    row(name, bytes, Math.round(gzip * share), Math.round(brotli * share));
  }
  row('whole', file.length, gzip, brotli);
  const excess = gzip > LIMIT ? [`tinh.js: ${(gzip - LIMIT).toLocaleString('en')}`] : [];
  console.log('\nLoaded later, by whoever needs it:\n');
  for (const path of globSync('dist/tinh-*.js').sort()) {
    const later = readFileSync(path);
    const name = path.slice('dist/'.length);
    const [small, smallest] = compressed(later);
    row(name, later.length, small, smallest);
    const limit = LATER_LIMITS[name] ?? 0;
    if (small > limit) excess.push(`${name}: ${(small - limit).toLocaleString('en')}`);
  }
  if (excess.length === 0) {
    console.log('\nWithin the limits.');
    return 0;
  }
  console.error(`\nsize: bytes of gzip above the limit: ${excess.join(', ')}.`);
  return 1;
}

process.exitCode = main();
