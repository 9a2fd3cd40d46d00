import { test } from 'tap'
import { BadAuthorizationRequest } from './authorization-request.ts'
import { authorizeRoute } from './authorize-route.ts'
import { createLab } from './lab.ts'
import { exampleEmulator } from './fixtures/example-emulator.ts'

test('what is wrong with a request is shown as a page; a bug is not', async (t) => {
  const answers: Readonly<Record<string, Error>> = {
    bad: new BadAuthorizationRequest('scope', 'is empty.'),
    bug: new TypeError('a bug'),
  }
  const route = authorizeRoute({
    host: 'network.example',
    path: '/authorize',
    answer({ query }) {
      const error = answers[query.get('ask') ?? '']
      if (error !== undefined) throw error
      return { status: 302 }
    },
    refusalPage: (reason) => `<p>${reason}</p>`,
  })
  const lab = createLab({ ...exampleEmulator, routes: [route] }, { host: 'network.example' })

  t.equal(route.operation, 'authorize')
  t.same(await lab.call('GET', '/authorize'), { status: 302 })
  t.same(await lab.call('GET', '/authorize?ask=bad'), {
    status: 400,
    html: '<p>scope: is empty.</p>',
  })
  await t.rejects(lab.call('GET', '/authorize?ask=bug'), { message: 'a bug' })
})
