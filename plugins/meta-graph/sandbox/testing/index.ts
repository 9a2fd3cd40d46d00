/** `@t21/meta-graph/sandbox/testing`: files and sign-ins for the tests of both emulations. */
export * from './files.ts'
export * from './sign-in.ts'
