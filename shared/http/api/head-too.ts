/** Said of an operation whose function also registers `HEAD`, which would be an operation of its own for nothing. */
export const headToo = '`HEAD` is answered with the same status and headers, and without a body.';
