// Run as `npm run docs` after a change to the failure table; a test says when it is due.
import { mkdirSync, writeFileSync } from 'node:fs';
import { failuresPage, failuresPageFile } from './failures-page.ts';

mkdirSync(new URL('.', failuresPageFile), { recursive: true });
writeFileSync(failuresPageFile, failuresPage());
