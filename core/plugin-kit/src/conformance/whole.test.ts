import { test } from 'tap'
import { startSandbox } from '../../../../plugins/sandbox/src/index.ts'
import { defineConnector } from '../connector.ts'
import { testConnector } from './index.ts'
import { options } from './fixtures/options.ts'
import { cases } from './fixtures/example/cases.ts'
import { whole } from './fixtures/example/connector.ts'
import { later } from './fixtures/example/later.ts'

test('a connector that keeps every promise passes', (t) =>
  testConnector(t, options(defineConnector(whole), startSandbox)))

test('so does one whose network accepts first and shows later, and gives up what it is asked to', (t) =>
  testConnector(
    t,
    options(defineConnector(later), startSandbox, {
      cases: cases.filter(({ format }) => format === 'text'),
    }),
  ))
