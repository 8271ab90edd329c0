import { test as base } from '@playwright/test';
import { CmsServer } from './cms-server.ts';
import { expect, watch, type Misdeeds } from './site.ts';

export { expect };

/** A site of a CMS for each test, and pages on which nothing may go wrong, as on those of the demo. What it serves is up to the test. */
export const test = base.extend<{ cms: CmsServer; misdeeds: Misdeeds }>({
  cms: async ({ browserName: _ }, use) => {
    const cms = new CmsServer();
    await cms.start();
    await use(cms);
    await cms.stop();
  },
  misdeeds: [
    async ({ context, cms }, use) => {
      const misdeeds = watch(context, [cms.address(), cms.address('localhost')]);
      await use(misdeeds);
      expect(misdeeds).toEqual({ errors: [], strangers: [] });
    },
    { auto: true },
  ],
});
