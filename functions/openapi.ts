import { app } from '@azure/functions';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { answerDocument, answerPreflight } from '../shared/http/documents/answer-document.ts';
import { documentsFolder } from '../shared/http/documents/documents-folder.ts';
import { openEndpoint } from '../shared/http/endpoint.ts';
import type { Exchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** The OpenAPI document of the app, for pages of any origin: designers of workflows read it from a browser. */
export async function openapi({ arrival }: Exchange): Promise<HttpAnswer> {
  return arrival.method === 'OPTIONS'
    ? answerPreflight()
    : answerDocument(documentsFolder, '/openapi.json', arrival.headers);
}

app.http('openapi', {
  methods: ['GET', 'HEAD', 'OPTIONS'],
  authLevel: 'anonymous',
  route: 'openapi.json',
  handler: openEndpoint(openapi, worker),
});
