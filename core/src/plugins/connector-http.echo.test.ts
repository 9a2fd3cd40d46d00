import type { ConnectorRequest, ConnectorResponse } from '@t21/plugin-kit'
import { test } from 'tap'
import { withoutEcho } from './connector-http.echo.ts'

const token = 'EAABsbCS1iHgBAJ0ZBqPZC8vZDZD'
const request: ConnectorRequest = {
  method: 'POST',
  url: 'https://api.example.com/posts',
  query: { input_token: 'debugged-token-0123', limit: 25 },
  form: { message: 'Malformed morning', client_secret: 'app-secret-0123' },
  auth: { bearer: token },
}

function answer(status: number, words: string): ConnectorResponse {
  const json = { error: { message: words, id: '12345678901234567890' } }
  const text = JSON.stringify(json).replace('"12345678901234567890"', '12345678901234567890')
  return { status, headers: {}, text, json }
}

test('a refusal that repeats a secret of the request is read without it', (t) => {
  for (const secret of [token, 'debugged-token-0123', 'app-secret-0123']) {
    const read = withoutEcho(request, answer(400, `Malformed access token ${secret}`))
    t.match(read.json, { error: { message: 'Malformed access token [hidden]' } })
    t.notMatch(read.text, secret)
  }
  const basic = { auth: { basic: { username: 'client', password: 'p@ss/word 12' } } }
  const read = withoutEcho({ ...request, ...basic }, answer(401, 'p@ss/word 12 is wrong'))
  t.match(read.json, { error: { message: '[hidden] is wrong' } })
  const encoded = withoutEcho({ ...request, ...basic }, answer(401, 'x?p=p%40ss%2Fword%2012'))
  t.match(encoded.json, { error: { message: 'x?p=[hidden]' } }, 'as a part of an address, too')
  t.end()
})

test('everything else of a refusal stays as it was said', (t) => {
  const said = answer(400, 'Malformed morning')
  t.equal(withoutEcho(request, said), said, 'what a person wrote is no secret')
  const read = withoutEcho(request, answer(400, `${token} and 25`))
  t.match(read, { status: 400, json: { error: { message: '[hidden] and 25' } } })
  t.match(read.json, { error: { id: '12345678901234567890' } }, 'with every digit')
  const page = withoutEcho(request, { ...answer(502, token), text: `<p>${token}`, json: undefined })
  t.match(page, { text: '<p>[hidden]' })
  t.equal(page.json, undefined)
  t.end()
})

test('a token in an answer that is none of an error is what was asked for', (t) => {
  const granted = answer(200, token)
  t.equal(withoutEcho(request, granted), granted)
  t.end()
})
