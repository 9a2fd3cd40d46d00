import { test } from 'tap'
import { startSandbox } from '../../../../plugins/sandbox/src/index.ts'
import { defineConnector } from '../connector.ts'
import { testConnector } from './index.ts'
import { options } from './fixtures/options.ts'
import { whole } from './fixtures/example/connector.ts'

test('a connector that keeps every promise passes', (t) =>
  testConnector(t, options(defineConnector(whole), startSandbox)))
