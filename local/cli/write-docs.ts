// Run as `npm run docs` after a change to what the pages are made from; tests say when it is due.
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { commandLine } from '../command-line.ts';
import { failuresPage, failuresPageFile } from './failures-page.ts';
import { gatewayPage, gatewayPageFile } from './gateway-page.ts';

const usage = `npm run docs

  Writes docs/ anew from the code that its pages describe.
  --help`;

commandLine(usage, (args) => parseArgs({ args }));
mkdirSync(new URL('.', failuresPageFile), { recursive: true });
writeFileSync(failuresPageFile, failuresPage());
writeFileSync(gatewayPageFile, gatewayPage());
