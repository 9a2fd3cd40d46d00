import { Box, Button, Text } from '@adminjs/design-system'
import React, { useState } from 'react'
import type { ShownPanel } from '../pages/figures/figures.data.ts'
import { FigureChart } from './figure-chart.tsx'
import { networkName } from './network-name.tsx'
import { Nothing, Panel } from './page-frame.tsx'
import { Loading } from './page-states.tsx'
import { usePage } from './use-page.ts'

const ranges = [
  ['24h', '24 hours'],
  ['7d', '7 days'],
  ['30d', '30 days'],
  ['90d', '90 days'],
] as const

/** How T21 does: numbers over a time, each with the list behind it. */
export function Figures(): React.ReactElement {
  const [range, setRange] = useState('7d')
  const { data, problem } = usePage<{ readonly panels: readonly ShownPanel[] }>('figures', {
    range,
  })
  return (
    <Box mt="xl" data-testid="figures">
      <Box display="flex" flexWrap="wrap" style={{ gap: '8px' }} role="group" aria-label="Time">
        {ranges.map(([name, label]) => (
          <Button
            key={name}
            type="button"
            size="sm"
            variant={name === range ? 'contained' : 'outlined'}
            aria-pressed={name === range}
            onClick={() => setRange(name)}
          >
            {label}
          </Button>
        ))}
      </Box>
      {problem !== '' && (
        <Text mt="lg" color="error" role="alert">
          {problem}
        </Text>
      )}
      {data === null && problem === '' && <Loading inPage />}
      {data?.panels.filter(isWide).map((panel) => (
        <PanelOf key={panel.id} panel={panel} />
      ))}
      <div className="t21-columns">
        {data?.panels
          .filter((panel) => !isWide(panel))
          .map((panel) => (
            <PanelOf key={panel.id} panel={panel} />
          ))}
      </div>
      {data !== null && (
        <Text mt="default" color="grey60" fontSize="sm">
          Hours and days are those of UTC. Figures are up to a minute old.
        </Text>
      )}
    </Box>
  )
}

/** What needs somebody stands first, over all of the page, as does what is drawn for each network. */
function isWide({ data, id }: ShownPanel): boolean {
  return id === 'attention' || (data?.charts?.length ?? 0) > 1
}

function PanelOf({
  panel: { data, id, title },
}: {
  readonly panel: ShownPanel
}): React.ReactElement {
  return (
    <Panel title={title} testId={`panel-${id}`}>
      {data === null && <Nothing>This took too long to count; choose a shorter time.</Nothing>}
      {data?.empty !== undefined && <Nothing>{data.empty}</Nothing>}
      <Box
        as="ul"
        m="0"
        p="0"
        display="flex"
        flexWrap="wrap"
        style={{ gap: '8px 24px', listStyle: 'none' }}
      >
        {data?.figures.map(({ alarming, href, label, platform, value }) => (
          <Box as="li" key={`${platform} ${label} ${value}`}>
            <Box
              color={alarming === true ? 'error' : 'text'}
              style={{ fontSize: 20, lineHeight: '28px', fontWeight: 600 }}
            >
              {alarming === true && <span aria-hidden="true">▲ </span>}
              {href === undefined ? (
                value
              ) : (
                <a href={href} style={{ color: 'inherit' }}>
                  {value}
                </a>
              )}
            </Box>
            <Text color="grey60" fontSize="sm">
              {platform === undefined ? label : `${networkName(platform)} ${label}`}
            </Text>
          </Box>
        ))}
      </Box>
      <Box
        display="grid"
        style={{
          gap: '0 24px',
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))',
        }}
      >
        {data?.charts?.map((chart) => (
          <FigureChart key={chart.platform ?? chart.title} chart={chart} />
        ))}
      </Box>
    </Panel>
  )
}
