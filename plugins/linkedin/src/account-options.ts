import type { ConnectorCall } from '@t21/plugin-kit'
import { isConnectorFailure, isSuccess, read } from '@t21/plugin-kit'
import { Type, type TSchema } from 'typebox'
import { organizationsUrl, withQuery } from './api.ts'
import { readFacts } from './facts.ts'
import { options, pollDurations, visibilities } from './options.ts'
import { rest } from './rest.ts'
import { Elements, Organization } from './schemas.ts'
import type { Settings } from './settings.ts'
import { mentionPattern } from './text.ts'

const visibilityTitles = {
  PUBLIC: 'Everyone',
  CONNECTIONS: 'Connections only',
  LOGGED_IN: 'Everyone who is logged in to LinkedIn',
} as const

const durationTitles = {
  ONE_DAY: '1 day',
  THREE_DAYS: '3 days',
  SEVEN_DAYS: '7 days',
  FOURTEEN_DAYS: '14 days',
} as const

/**
 * The options with what holds for this account. LinkedIn finds a page by its exact name in addresses only
 * (`linkedin.com/company/<name>`), so `search` is that name or address; people cannot be looked for.
 */
export async function accountOptions(
  call: ConnectorCall<Settings>,
  input: { readonly search?: string | undefined },
): Promise<TSchema> {
  const { kind } = readFacts(call.account.facts)
  const found = await mentionsFor(call, input.search)
  const { properties } = options
  const { poll, mentions } = properties
  const who = visibilities.filter((each) => kind === 'member' || each !== 'CONNECTIONS')
  return Type.Object(
    {
      ...properties,
      visibility: Type.Optional(choice(properties.visibility, who, visibilityTitles)),
      poll: Type.Optional(
        Type.Unsafe({
          ...poll,
          properties: {
            ...poll.properties,
            duration: choice(poll.properties.duration, pollDurations, durationTitles),
          },
        }),
      ),
      ...(found.length > 0 && {
        mentions: Type.Optional(
          Type.Unsafe({ ...mentions, items: { type: 'string', oneOf: found } }),
        ),
      }),
    },
    { additionalProperties: false },
  )
}

function choice<Name extends string>(
  schema: TSchema,
  names: readonly Name[],
  titles: Readonly<Record<Name, string>>,
): TSchema {
  const { anyOf: _, ...others } = schema as TSchema & { anyOf?: unknown }
  const oneOf = names.map((name) => ({ const: name, title: titles[name] }))
  return Type.Unsafe({ ...others, type: 'string', oneOf })
}

interface Choice {
  readonly const: string
  readonly title: string
}

async function mentionsFor(
  call: ConnectorCall<Settings>,
  search: string | undefined,
): Promise<readonly Choice[]> {
  const name = vanityName(search ?? '')
  if (name === '' || !call.scopes.includes('rw_organization_admin')) return []
  try {
    const response = await rest(call, {
      method: 'GET',
      url: withQuery(organizationsUrl, { q: 'vanityName', vanityName: encodeURIComponent(name) }),
      restliMethod: 'FINDER',
    })
    if (!isSuccess(response)) return []
    const elements = read(Elements, response.json)?.elements ?? []
    return elements.flatMap((element) => choiceOf(element))
  } catch (error) {
    // The options are of use without the page that was looked for.
    if (isConnectorFailure(error)) return []
    throw error
  }
}

function choiceOf(element: unknown): Choice[] {
  const page = read(Organization, element)
  if (!page?.id || !page.localizedName) return []
  const mention = `@[${page.localizedName}](urn:li:organization:${page.id})`
  // A name with brackets cannot be written as a mention.
  if (!new RegExp(mentionPattern, 'u').test(mention)) return []
  return [{ const: mention, title: page.localizedName }]
}

function vanityName(search: string): string {
  const [, fromAddress] =
    /linkedin\.com\/(?:company|school|showcase)\/([^/?#\s]+)/i.exec(search) ?? []
  return (fromAddress ?? search).trim().toLowerCase().replace(/\s+/g, '-').slice(0, 100)
}
