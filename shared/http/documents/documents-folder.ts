/**
 * Where the build puts the documents: beside the folders of the bundled code, so that the app finds them wherever it is
 * unpacked.
 */
export const documentsFolder = new URL(
  // The sources themselves run in tests only, four folders above the last build.
  import.meta.url.endsWith('.ts') ? '../../../dist/documents/' : '../documents/',
  import.meta.url,
);
