/** What an element adds to the bundle. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { type OutputOptions, rollup, type RollupOptions } from 'rollup';

/** Bytes of `tinh.js` after brotli, built without one of the elements; with all of them where none is named. */
export async function bundleBytes(without?: string): Promise<number> {
  // It looks for its files where the process stands.
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  const { default: config } = await import('../rollup.config.mjs');
  const [bundle] = config as [RollupOptions & { output: OutputOptions }];
  const leave = {
    name: 'leave',
    load: (id: string) =>
      id.endsWith('/src/bundle.ts')
        ? readFileSync(id, 'utf8').replace(`import './${without ?? 'nothing'}/define.ts';`, '')
        : null,
  };
  const built = await rollup({ ...bundle, plugins: [leave, bundle.plugins] });
  const { output } = await built.generate(bundle.output);
  await built.close();
  const main = output.find((each) => each.type === 'chunk' && each.fileName === 'tinh.js')!;
  return brotliCompressSync(main.type === 'chunk' ? main.code : '').length;
}
