import { app } from '@azure/functions';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { answerDocument } from '../shared/http/documents/answer-document.ts';
import { documentsFolder } from '../shared/http/documents/documents-folder.ts';
import { openEndpoint } from '../shared/http/endpoint.ts';
import type { Exchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** What the page of the documents is made of: its script, its styles, its icon. */
export function docsAsset({ arrival, path }: Exchange): Promise<HttpAnswer> {
  return answerDocument(documentsFolder, `/docs/${path[1] ?? ''}`, arrival.headers);
}

app.http('docs-asset', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'docs/{asset}',
  handler: openEndpoint(docsAsset, worker),
});
