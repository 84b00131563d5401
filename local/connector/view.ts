/** Who sees a member in a workflow's designer: everyone at once, who opens the advanced options, or nobody. */
export type Visibility = 'important' | 'advanced' | 'internal';

/** How one parameter or member is shown to whoever builds a workflow. What it holds, its own schema says. */
export type View = {
  /** In title case. */
  readonly title: string;
  /** Needed where the schema describes nothing itself. */
  readonly description?: string | undefined;
  readonly visibility: Visibility;
  /** What is shown of an object, or of each object of an array. Absent for one of any members. */
  readonly members?: Views;
  /** Which of the types that the schema takes, where it takes several or says nothing. */
  readonly as?: SwaggerType;
  /** The same of an array's entries. */
  readonly itemsAs?: SwaggerType;
  /** The values to choose from, where the schema takes any. */
  readonly choices?: readonly string[];
  /** Where the values to choose from come from when the workflow is built. */
  readonly from?: DynamicList;
  /** Needed in a workflow, though the schema can do without. */
  readonly isRequired?: true;
  /** A value that a test of the connector may send. */
  readonly testValue?: string;
};

/** Views by the names of what they show. */
export type Views = { readonly [name: string]: View };

/** A type of OpenAPI 2.0. */
export type SwaggerType = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';

/** A list that another operation of the connector answers: where it stands in the answer, and what is taken of each. */
export type DynamicList = {
  readonly operationId: string;
  readonly parameters: { readonly [name: string]: string };
  readonly collection: string;
  readonly value: string;
  readonly title: string;
};

type Details = Omit<View, 'title' | 'description' | 'visibility'>;

/** Shown at once. */
export function important(title: string, description?: string, details: Details = {}): View {
  return { title, description, visibility: 'important', ...details };
}

/** Shown to who opens the advanced options. */
export function advanced(title: string, description?: string, details: Details = {}): View {
  return { title, description, visibility: 'advanced', ...details };
}
