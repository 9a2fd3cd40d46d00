#!/usr/bin/env node
import { ConfigError } from './config.ts'
import { makeProgram } from './cli/program.ts'

// A mistake of the operator is a sentence and an exit code, not a stack.
try {
  await makeProgram().parseAsync()
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : `t21: ${(error as Error).message}`)
  if (process.env['LOG_LEVEL'] === 'debug') console.error(error)
  process.exitCode = 1
}
