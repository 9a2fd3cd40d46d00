import { Badge, Box, Button, Text } from '@adminjs/design-system'
import React, { useState } from 'react'
import type { NetworkFigures } from '../pages/plugins/network-figures.ts'
import type { PluginsData, PluginView } from '../pages/plugins/plugins.data.ts'
import { Moment } from './moment.tsx'
import { networkName } from './network-name.tsx'
import { PageCommandForm } from './page-command.tsx'
import { Nothing, PageFrame, Panel } from './page-frame.tsx'
import { usePage } from './use-page.ts'

/** What is installed, how each network does, and the switch that stops it. */
export function Plugins(): React.ReactElement {
  const { data, problem, reload } = usePage<PluginsData>('plugins')
  const [stopping, setStopping] = useState<string | null>(null)
  const stop = data?.commands['stop']
  return (
    <PageFrame title="Plugins" problem={problem} loading={data === null} onReload={reload}>
      {stop !== undefined && stopping !== null && (
        <PageCommandForm
          page="plugins"
          command="stop"
          form={stop}
          about={networkName(stopping)}
          given={{ platform: stopping }}
          onClose={() => setStopping(null)}
          onDone={() => {
            setStopping(null)
            reload()
          }}
        />
      )}
      {data?.networks === null && (
        <Nothing>The figures of the last hour took too long; the rest is as it is now.</Nothing>
      )}
      {data?.plugins.length === 0 && (
        <Nothing>No plugin is installed: add one to the root&apos;s package.json.</Nothing>
      )}
      {data?.plugins.map((plugin) => (
        <Panel
          key={plugin.package}
          title={`${plugin.platform === null ? plugin.id : networkName(plugin.platform)} · ${plugin.kind}`}
          testId={`plugin-${plugin.id}`}
        >
          <PluginFacts plugin={plugin} />
          {plugin.platform !== null && (
            <NetworkLine figures={data.networks?.find(isOf(plugin))} platform={plugin.platform} />
          )}
          {data.stops.filter(isOf(plugin)).map(({ createdAt, id, reason }) => (
            <Text key={id} mt="default">
              <Badge size="sm" variant="danger">
                ■ stopped
              </Badge>{' '}
              since <Moment at={createdAt} />: {reason}{' '}
              <a href={`/admin/resources/stops/records/${id}/show`}>Release it there</a>
            </Text>
          ))}
          {stop !== undefined && plugin.platform !== null && !data.stops.some(isOf(plugin)) && (
            <Box mt="default">
              <Button
                type="button"
                size="sm"
                variant="outlined"
                color="danger"
                aria-label={`Stop publishing to ${networkName(plugin.platform)}`}
                onClick={() => {
                  setStopping(plugin.platform)
                  window.scrollTo({ top: 0 })
                }}
              >
                Stop publishing
              </Button>
            </Box>
          )}
        </Panel>
      ))}
    </PageFrame>
  )
}

function isOf({ platform }: PluginView) {
  return (other: { readonly platform: string }) => other.platform === platform
}

const looks = {
  ready: ['success', '✓', 'ready'],
  sandboxed: ['info', '↻', 'speaks to the sandbox'],
  unconfigured: ['default', '•', 'not configured'],
  failed: ['danger', '✕', 'failed'],
} as const

function PluginFacts({ plugin }: { readonly plugin: PluginView }): React.ReactElement {
  const [variant, sign, words] = looks[plugin.state]
  return (
    <>
      <Text>
        <Badge size="sm" variant={variant}>
          {sign} {words}
        </Badge>{' '}
        <code>
          {plugin.package}@{plugin.version}
        </code>
        {plugin.apiVersion !== null &&
          ` · speaks version ${plugin.apiVersion} of the network's API`}
      </Text>
      {plugin.because !== null && <Text mt="default">{plugin.because}</Text>}
      {plugin.note !== null && <Text mt="default">{plugin.note}</Text>}
      {plugin.settings !== null && plugin.settings.length > 0 && (
        <details
          className="t21-more"
          open={plugin.state === 'failed' || plugin.state === 'unconfigured'}
        >
          <summary>
            Settings: {plugin.settings.filter(({ set }) => set).length} of {plugin.settings.length}{' '}
            set
          </summary>
          <ul>
            {plugin.settings.map(({ needed, set, variable }) => (
              <li key={variable}>
                <code>{variable}</code>{' '}
                <SettingWord
                  set={set}
                  // The sandbox lends what it has.
                  missing={needed && plugin.state !== 'sandboxed'}
                />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function NetworkLine({
  figures,
  platform,
}: {
  readonly figures: NetworkFigures | undefined
  readonly platform: string
}): React.ReactElement {
  if (figures === undefined) {
    return <Nothing>Nothing went there in the last hour, and no account is in trouble.</Nothing>
  }
  const { byCode, errors, needReconnect, paused, published } = figures
  const all = published + errors
  const list = `/admin/resources/social-accounts?filters.platform=${encodeURIComponent(platform)}`
  return (
    <Box mt="default">
      <Text>
        Last hour: {published} published, {errors} {errors === 1 ? 'error' : 'errors'}
        {all > 0 && ` (${Math.round((errors / all) * 100)} % of ${all})`}
      </Text>
      {byCode.length > 0 && (
        <Text color="grey60">
          {byCode.map(({ code, count }) => `${code} × ${count}`).join(' · ')}
        </Text>
      )}
      <Text>
        Accounts:{' '}
        <a href={`${list}&filters.status=needs_reconnect`}>{needReconnect} to be connected again</a>
        , {paused} paused for a while
      </Text>
    </Box>
  )
}

function SettingWord({
  missing,
  set,
}: {
  readonly missing: boolean
  readonly set: boolean
}): React.ReactElement {
  if (!set && missing) {
    return (
      <Text as="span" color="error">
        ✕ not set, and needed
      </Text>
    )
  }
  return (
    <Text as="span" color="grey60">
      {set ? '✓ set' : 'not set'}
    </Text>
  )
}
