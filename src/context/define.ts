// Side effect of the bundle: reads the script tag that loaded it. Only `bundle.ts` imports this.
import { scriptSettings } from './script-settings.ts';
import { pageSettings, setBundle } from './site-context.ts';

pageSettings()(null, scriptSettings(import.meta.url));
setBundle();
