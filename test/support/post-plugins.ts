import {
  appendHashtags,
  defineConnector,
  fieldOf,
  type Capabilities,
  type Connector,
  type ValidationIssue,
} from '@t21/plugin-kit'
import { Type } from 'typebox'
import { readyConnector, type PluginRegistry } from '../../core/src/plugins/registry.ts'

const capabilities: Capabilities = {
  formats: ['text'],
  text: { maxLength: 280, unit: 'weighted' },
  media: { mixed: false, required: false },
  thread: { maxParts: 25 },
  firstComment: true,
  options: Type.Object(
    {
      poll: Type.Optional(
        Type.Object(
          { options: Type.Array(Type.String({ minLength: 1 }), { minItems: 2, maxItems: 4 }) },
          { additionalProperties: false },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  remove: false,
  metrics: false,
  readBack: { by: 'none', quietSeconds: 0, visibilityLagSeconds: 0, retryWhenAbsent: false },
}

/**
 * What the editor of posts needs of plugins, without a network: `TWITTER`, which counts characters beyond
 * Latin twice, up to 280, and takes four pictures; `MASTODON`, which takes everything; and `LINKEDIN`,
 * installed and not configured. Everything else is not installed.
 */
export function postPlugins(): PluginRegistry {
  const connectors = new Map(
    [
      planner('TWITTER', { maxLength: 280, maxMedia: 4 }),
      planner('MASTODON', { maxLength: 500, maxMedia: 10 }),
      planner('LINKEDIN', { maxLength: 3_000, maxMedia: 10 }),
    ].map((connector) => [connector.platform, connector]),
  )
  return {
    records: [],
    connectors,
    ready(platform) {
      const connector = platform === 'LINKEDIN' ? undefined : connectors.get(platform)
      return connector && readyConnector(connector, {})
    },
  }
}

function planner(
  platform: string,
  limits: { readonly maxLength: number; readonly maxMedia: number },
): Readonly<Connector> {
  const host = 'https://planner.example'
  return defineConnector({
    id: platform.toLowerCase(),
    platform,
    displayName: platform,
    hosts: [host],
    settings: Type.Object({}),
    capabilities,
    oauth: {
      scopes: [],
      authorizeUrl: () => host,
      exchange: () => Promise.reject(new Error('Nothing is connected here.')),
    },
    accounts: () => Promise.reject(new Error('Nothing is connected here.')),
    composeText: appendHashtags,
    validate(parts, account) {
      const limit = typeof account?.['limit'] === 'number' ? account['limit'] : limits.maxLength
      const counted = parts.map((part) => ({
        field: fieldOf(part, 'text'),
        length: weightOf(part.text),
        limit,
      }))
      const issues: ValidationIssue[] = counted
        .filter(({ length }) => length > limit)
        .map(({ field, length }) => ({
          severity: 'error',
          code: 'text_too_long',
          field,
          message: `The text has ${length} characters.`,
          remedy: `Shorten it to ${limit}.`,
          limit,
          actual: length,
        }))
      for (const part of parts) {
        if (part.media.length <= limits.maxMedia) continue
        issues.push({
          severity: 'error',
          code: 'too_many_media',
          field: fieldOf(part, `media[${limits.maxMedia}]`),
          message: `At most ${limits.maxMedia} pictures.`,
          remedy: 'Take some away.',
        })
      }
      return { issues, counted }
    },
    prepare: () => Promise.reject(new Error('Nothing is published here.')),
    commit: () => Promise.reject(new Error('Nothing is published here.')),
    find: () => Promise.reject(new Error('Nothing is published here.')),
  })
}

/** Characters up to U+10FF weigh one, others two; roughly as X counts. */
function weightOf(text: string): number {
  return Array.from(text).reduce(
    (sum, char) => sum + ((char.codePointAt(0) ?? 0) <= 0x10ff ? 1 : 2),
    0,
  )
}
