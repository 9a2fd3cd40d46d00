import { settings } from '../../core/src/config.ts'
import type { Setting } from '../../core/src/config.settings.ts'
import type { PluginVariable } from './plugin-variables.ts'
import { tableOf } from './table.ts'

const all = Object.values<Setting<unknown>>(settings)

/** The table of the README: every setting of the server, then those of the installed plugins. */
export function renderConfigurationTable(plugins: readonly PluginVariable[]): string {
  const server = all.map(({ variable, rawDefault, about, production, secret }) => [
    `\`${variable}\``,
    defaultOf(rawDefault, production, secret),
    about,
  ])
  const ofPlugins = plugins.map(({ variable, fallback, required, about, plugin }) => [
    `\`${variable}\``,
    fallback === undefined ? '' : `\`${fallback}\``,
    `Plugin \`${plugin}\`. ${about}${required ? ' Without it the plugin is not configured.' : ''}`,
  ])
  return tableOf(['Variable', 'Default', 'Meaning'], [...server, ...ofPlugins])
}

function defaultOf(rawDefault: string | undefined, production: boolean, secret: boolean): string {
  const shown = secret && rawDefault !== undefined ? 'a development value' : `\`${rawDefault}\``
  const value = rawDefault === undefined || rawDefault === '' ? '' : shown
  if (!production) return value
  return `${value}${value === '' ? '' : '; '}**must be set in production**`
}

/** A file to copy to `.env`: every variable, commented out, with its default. */
export function renderEnvironmentExample(plugins: readonly PluginVariable[]): string {
  const server = all.map(
    ({ variable, rawDefault, about, production, secret }) =>
      `# ${about}${production ? ' Must be set in production.' : ''}\n` +
      `# ${variable}=${secret ? '' : (rawDefault ?? '')}\n`,
  )
  const ofPlugins = plugins.map(
    ({ variable, fallback, about, plugin }) =>
      `# Plugin ${plugin}. ${about}\n# ${variable}=${fallback ?? ''}\n`,
  )
  return `# Made by \`node scripts/generate-docs.ts\` from core/src/config.ts and the installed plugins. Every line is
# optional in development. A secret is made with: openssl rand -hex 32

${[...server, ...ofPlugins].join('\n')}`
}

/** Puts a text between \`<!-- name:begin -->\` and \`<!-- name:end -->\`; \`undefined\` where they are missing. */
export function betweenMarkers(document: string, name: string, text: string): string | undefined {
  const begin = `<!-- ${name}:begin -->`
  const end = `<!-- ${name}:end -->`
  const from = document.indexOf(begin)
  const to = document.indexOf(end)
  if (from === -1 || to < from) return undefined
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`
}
