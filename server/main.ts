#!/usr/bin/env node
import './node-version.ts';

// Loaded only after the check above: an old Node may not even be able to read the rest.
const { run } = await import('./command.ts');
await run(process.argv.slice(2));
