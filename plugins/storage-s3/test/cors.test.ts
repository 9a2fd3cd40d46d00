import { test } from 'tap'
import { corsHeaders, type CorsRule } from './cors.ts'

// The example of AWS's own description of the rules.
const rules: readonly CorsRule[] = [
  {
    AllowedOrigins: ['http://www.example1.com'],
    AllowedMethods: ['PUT', 'POST', 'DELETE'],
    AllowedHeaders: ['*'],
    ExposeHeaders: ['ETag'],
  },
  { AllowedOrigins: ['*'], AllowedMethods: ['GET'] },
]

function preflight(origin: string, method: string, headers = '') {
  return corsHeaders(rules, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': headers,
    },
  })
}

test('the first rule that has the origin, the method and all headers decides; without one nothing is allowed', (t) => {
  t.match(preflight('http://www.example1.com', 'PUT', 'content-type, x-other'), {
    'access-control-allow-origin': 'http://www.example1.com',
    'access-control-allow-headers': 'content-type, x-other',
    'access-control-expose-headers': 'ETag',
  })
  t.equal(preflight('http://www.example2.com', 'PUT'), undefined, 'another origin')
  t.equal(preflight('http://www.example1.com:8080', 'PUT'), undefined, 'another port')
  t.match(preflight('http://www.example2.com', 'GET'), { 'access-control-allow-origin': '*' })
  t.match(preflight('null', 'GET'), { 'access-control-allow-origin': '*' })
  t.equal(preflight('null', 'GET', 'x-other'), undefined, 'a header that the rule does not have')
  t.equal(preflight('http://www.example1.com', 'PATCH'), undefined, 'another method')
  const { origin, method } = { origin: 'http://www.example1.com', method: 'PUT' }
  const asked = { 'access-control-request-headers': 'x-other' }
  t.match(corsHeaders(rules, { method, headers: { origin, ...asked } }), {
    'access-control-allow-origin': origin,
  })
  t.end()
})
