/** What an error's wording depends on. `retryAfterSeconds` is what the body tells the caller to wait. */
export type ErrorContext = {
  readonly deployment: string;
  readonly model: string;
  readonly region: string;
  readonly apiVersion: string;
  /** Azure's name of the operation, such as `ChatCompletions_Create`. */
  readonly operationId: string;
};

export type AzureAnswer = {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
};

/** Thrown wherever the simulator refuses a call: the answer Azure would give. */
export class RefusedCall extends Error {
  override readonly name = 'RefusedCall';
  readonly answer: AzureAnswer;

  constructor(answer: AzureAnswer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

/** Azure's refusal in the words it uses. The shapes differ among themselves as they do in the real service. */
export function azureError(variant: ErrorVariant, context: ErrorContext, waitSeconds?: number): AzureAnswer {
  return variants[variant](context, waitSeconds);
}

/** A 400 in OpenAI's own shape, as the model behind a deployment words it. `code` and `param` may be unknown. */
export function invalidRequest(message: string, param: string | null, code: string | null): RefusedCall {
  return new RefusedCall(answer(400, { error: { message, type: 'invalid_request_error', param, code } }));
}

export const errorVariants = [
  'throttled-old',
  'throttled-new',
  'throttled-calls',
  'throttled-short',
  'throttled-86400',
  'throttled-provisioned',
  'capacity',
  'key-401',
  'token-401',
  'rbac-401',
  'firewall-403',
  'private-403',
  'blocked-403',
  'key-disabled-403',
  'deployment-404',
  'resource-404',
  'filter-400',
  'length-400',
  'operation-400',
  'timeout-408',
  'conflict-409',
  'headers-431',
  'internal-500',
  'unavailable-503',
] as const;

/** Names the bodies the simulator can answer with; a fault names one of these. */
export type ErrorVariant = (typeof errorVariants)[number];

const variants: Record<ErrorVariant, (context: ErrorContext, waitSeconds?: number) => AzureAnswer> = {
  'throttled-old': (context, wait = 45) =>
    throttled(
      wait,
      `Requests to the ${context.operationId} Operation under Azure OpenAI API version ${context.apiVersion} have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after ${wait} seconds. Please go here: https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit.`,
    ),
  'throttled-new': (context, wait = 45) => throttled(wait, rateMessage(context, wait, 'token rate limit')),
  'throttled-calls': (context, wait = 10) => throttled(wait, rateMessage(context, wait, 'call rate limit')),
  // Seen in the wild without any retry-after header, so it has none here.
  'throttled-short': (_context, wait = 2) => coded(429, '429', `Rate limit is exceeded. Try again in ${wait} seconds.`),
  // What one call that can never fit the deployment is told.
  'throttled-86400': (context) => variants['throttled-new'](context, 86_400),
  'throttled-provisioned': (context, wait = 1) =>
    throttled(
      wait,
      `The provisioned throughput of ${context.deployment} is fully used: its utilization is above 100%. Please retry after ${wait} seconds.`,
    ),
  capacity: (_context, wait = 20) =>
    throttled(
      wait,
      `The system is currently experiencing high demand and cannot process your request. Your request exceeds the maximum usage size allowed during peak load. Please retry after ${wait} seconds. For improved capacity reliability, consider switching to Provisioned Throughput.`,
    ),
  'key-401': () =>
    coded(
      401,
      '401',
      'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
    ),
  // Flat: the official clients cannot read it, and show "401 status code (no body)".
  'token-401': () =>
    answer(401, {
      statusCode: 401,
      message:
        'Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have expired.',
    }),
  'rbac-401': (context) =>
    coded(
      401,
      'PermissionDenied',
      `The principal \`00000000-0000-0000-0000-000000000000\` lacks the required data action \`Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action\` to perform \`POST /openai/deployments/${context.deployment}/chat/completions\` operation.`,
    ),
  'firewall-403': () => coded(403, '403', 'Access denied due to Virtual Network/Firewall rules.'),
  'private-403': () => coded(403, '403', 'Public access is disabled. Please configure private endpoint.'),
  'blocked-403': () =>
    coded(
      403,
      '403',
      'Your resource has been temporarily blocked because we detected behavior that may violate our content policy.',
    ),
  'key-disabled-403': () =>
    coded(403, 'AuthenticationTypeDisabled', 'Key based authentication is disabled for this resource.'),
  'deployment-404': () =>
    coded(
      404,
      'DeploymentNotFound',
      'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
    ),
  'resource-404': () => coded(404, '404', 'Resource not found'),
  'filter-400': () =>
    answer(400, {
      error: {
        message:
          "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry. To learn more about our content filtering policies please read our documentation: https://go.microsoft.com/fwlink/?linkid=2198766",
        type: null,
        param: 'prompt',
        code: 'content_filter',
        status: 400,
        innererror: {
          code: 'ResponsibleAIPolicyViolation',
          content_filter_result: {
            hate: { filtered: true, severity: 'high' },
            jailbreak: { filtered: false, detected: false },
            self_harm: { filtered: false, severity: 'safe' },
            sexual: { filtered: false, severity: 'safe' },
            violence: { filtered: false, severity: 'safe' },
          },
        },
      },
    }),
  'length-400': () =>
    invalidRequest(
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 131072 tokens. Please reduce the length of the messages.",
      'messages',
      'context_length_exceeded',
    ).answer,
  'operation-400': (context) =>
    coded(
      400,
      'OperationNotSupported',
      `The ${context.operationId === 'Embeddings_Create' ? 'embeddings' : 'chatCompletion'} operation does not work with the specified model, ${context.model}. Please choose different model and try again. You can learn more about which models can be used with each operation here: https://go.microsoft.com/fwlink/?linkid=2197993.`,
    ),
  'timeout-408': () => coded(408, 'Timeout', 'The operation was timeout.'),
  'conflict-409': () =>
    coded(409, 'Conflict', 'The operation conflicts with another operation in progress. Please retry.'),
  'headers-431': () => coded(431, 'RequestHeaderFieldsTooLarge', 'The request carries more than 10 custom headers.'),
  'internal-500': () =>
    coded(500, 'InternalServerError', 'The server had an error while processing your request. Sorry about that!'),
  'unavailable-503': () =>
    coded(
      503,
      'ServiceUnavailable',
      'The service is temporarily unable to process your request. Please try again later.',
    ),
};

/** The variant whose body fits a status when a fault names no body. */
export function variantOf(status: number): ErrorVariant | undefined {
  return byStatus.get(status);
}

const byStatus = new Map<number, ErrorVariant>([
  [400, 'length-400'],
  [401, 'key-401'],
  [403, 'firewall-403'],
  [404, 'deployment-404'],
  [408, 'timeout-408'],
  [409, 'conflict-409'],
  [429, 'throttled-new'],
  [431, 'headers-431'],
  [500, 'internal-500'],
  [503, 'unavailable-503'],
]);

function rateMessage(
  { deployment, model, region, operationId, apiVersion }: ErrorContext,
  waitSeconds: number,
  limit: string,
): string {
  return `Your requests to ${deployment} for ${model} in ${region} have exceeded the ${limit} for your current AIServices S0 pricing tier. This request was for ${operationId} under Azure OpenAI API version ${apiVersion}. Please retry after ${waitSeconds} seconds. To increase your default rate limit, visit: https://aka.ms/oai/quotaincrease.`;
}

function throttled(waitSeconds: number, message: string): AzureAnswer {
  const headers = { 'retry-after': String(waitSeconds), 'retry-after-ms': String(waitSeconds * 1000) };
  return { ...coded(429, '429', message), headers };
}

function coded(status: number, code: string, message: string): AzureAnswer {
  return answer(status, { error: { code, message } });
}

function answer(status: number, body: unknown): AzureAnswer {
  return { status, body, headers: {} };
}
