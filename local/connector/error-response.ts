import { errorSchema } from '../../shared/http/api/error-answers.ts';
import { flatSchema } from './flat-schema.ts';
import { schemaNode } from './schema-node.ts';
import { swaggerObject, type SwaggerSchema } from './swagger-schema.ts';
import { advanced, important, type Views } from './view.ts';

const members: Views = {
  error: important('Error', 'What went wrong.', {
    members: {
      message: important('Message'),
      type: advanced('Type'),
      param: advanced('Parameter'),
      code: important('Code', 'One word for what went wrong, such as budget_exceeded or rate_limit_exceeded.', {
        as: 'string',
      }),
    },
  }),
};

/** What any operation answers when it fails. */
export function errorResponse(): SwaggerSchema {
  const flat = flatSchema([schemaNode(errorSchema, 'output')], 'object', 'Error');
  return { description: 'What went wrong.', schema: swaggerObject(flat, members, 'Error', false) };
}
