import { app } from '@azure/functions';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { answerDocument } from '../shared/http/documents/answer-document.ts';
import { documentsFolder } from '../shared/http/documents/documents-folder.ts';
import { openEndpoint } from '../shared/http/endpoint.ts';
import type { Exchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** The page that shows the app's operations and lets a reader try them. */
export function docs({ arrival }: Exchange): Promise<HttpAnswer> {
  return answerDocument(documentsFolder, '/docs', arrival.headers);
}

app.http('docs', {
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  route: 'docs',
  handler: openEndpoint(docs, worker),
});
