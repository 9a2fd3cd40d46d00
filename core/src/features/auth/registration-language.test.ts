import { randomBytes } from 'node:crypto'
import { t as file, test } from 'tap'
import { testApp } from '../../../../test/support/app.ts'
import { goodPassword, me, type Answer } from '../../../../test/support/auth-client.ts'
import { sendDueMail } from '../mail/mail.service.ts'
import { pseudo } from '../mail/locales/pseudo.ts'
import { wordsFor } from '../mail/locales/words.ts'

const { app, context, sentMails } = await testApp(file)
const [english, other] = [wordsFor('en'), pseudo].map(
  ({ messages }) => messages.verifyEmail.subject,
)

test('the first mail is in the language that is given, else in the one of the browser', async (t) => {
  for (const [locale, accepted, stored, subject] of [
    ['en-XA', undefined, 'en-XA', other],
    ['en-XA', 'de', 'en-XA', other],
    ['en', 'en-XA', 'en', english],
    [undefined, 'en-XA', 'en-XA', other],
    [undefined, 'de;q=0.5, en-XA, en;q=0.9', 'en-XA', other],
    [undefined, 'pt-BR, en-XA;q=0.9', 'pt-BR', english],
    [undefined, '*', null, english],
    [undefined, '<script>, x', null, english],
    [undefined, `en-${'x'.repeat(40)}`, null, english],
    [undefined, undefined, null, english],
  ] as const) {
    const given = `${locale} ${accepted}`
    const { email, user } = await register({ locale, accepted })
    t.equal(user.locale, stored, given)
    t.match(mailTo(email), { subject }, given)
  }
})

test('what is no language is refused', async (t) => {
  for (const locale of ['', 'e', 'english please', 'en_GB', null]) {
    const payload = { email: 'nobody@example.com', password: goodPassword, locale }
    const answer = await app.inject({ method: 'POST', url: '/v1/auth/register', payload })
    t.equal(answer.statusCode, 422, String(locale))
    t.match(answer.json(), { error: { code: 'VALIDATION_ERROR', details: [{ field: 'locale' }] } })
  }
})

async function register(by: {
  readonly locale: string | undefined
  readonly accepted: string | undefined
}): Promise<{ readonly email: string; readonly user: { readonly locale: string | null } }> {
  const email = `person-${randomBytes(5).toString('hex')}@example.com`
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/auth/register',
    headers: by.accepted === undefined ? {} : { 'accept-language': by.accepted },
    payload: { email, password: goodPassword, locale: by.locale },
  })
  const { tokens } = answer.json<Answer>()
  await sendDueMail(context)
  const { data } = (await me(app, tokens.accessToken)).json<{ data: { locale: string | null } }>()
  return { email, user: data }
}

function mailTo(email: string) {
  return sentMails.find(({ to }) => to === email)
}
