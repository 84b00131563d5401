// Run as `npm run docs` after a change to what the pages are made from; tests say when it is due.
import { mkdirSync, writeFileSync } from 'node:fs';
import { failuresPage, failuresPageFile } from './failures-page.ts';
import { gatewayPage, gatewayPageFile } from './gateway-page.ts';

mkdirSync(new URL('.', failuresPageFile), { recursive: true });
writeFileSync(failuresPageFile, failuresPage());
writeFileSync(gatewayPageFile, gatewayPage());
