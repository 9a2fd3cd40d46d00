/** `@t21/meta-graph/sandbox/testing`: sign-ins and a way over HTTP for the tests of both emulations. */
export * from './lab-http.ts'
export * from './remote.ts'
export * from './sign-in.ts'
