/** What operations are grouped by, in the order in which documents show them. */
export const apiTags: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'Chat', description: "Chats, in OpenAI's form." },
  { name: 'Embeddings', description: "Embeddings, in OpenAI's form." },
  { name: 'Generation', description: 'Answers in words of no provider.' },
  { name: 'Models', description: 'What may be called, and what it can do.' },
  { name: 'Tokens and text', description: 'Counting, splitting and summarising.' },
  { name: 'Batch', description: 'Many requests in one.' },
  { name: 'Jobs', description: 'Work that takes longer than a request may.' },
  { name: 'Actions', description: 'For the Azure Functions action of a Logic App, with a function key.' },
  { name: 'Routing', description: 'Why a call goes where it goes.' },
  { name: 'Usage and limits', description: 'What was used, and what may be.' },
  { name: 'Health', description: 'How the app and what lies behind it fare.' },
  { name: 'Documents', description: 'This description of the app.' },
];
