import { fileURLToPath } from 'node:url';

// As source this file is server/paths.ts, built it is server/dist/server/paths.js.
const root = new URL(import.meta.url.endsWith('.ts') ? '..' : '../../..', import.meta.url);

/** Folder of the built library: `tinh.js`, its source map, `tinh.css`. */
export const libraryFolder = fileURLToPath(new URL('dist', root));

/** Folder of the demo's pages. */
export const demoFolder = fileURLToPath(new URL('demo', root));
