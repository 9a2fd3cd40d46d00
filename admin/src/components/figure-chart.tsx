import { Box, Text } from '@adminjs/design-system'
import React from 'react'
import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { Chart } from '../pages/figures/panel.ts'
import { networkName } from './network-name.tsx'

type Tone = Chart['series'][number]['tone']

/** Lines differ in how they are drawn as well, for who does not see the colours. */
const dashes: Readonly<Record<Tone, string>> = { good: '', plain: '6 3', poor: '2 2', bad: '1 3' }

/** Numbers over time. The table of them is for who cannot see it. */
export function FigureChart({ chart }: { readonly chart: Chart }): React.ReactElement {
  const { kind, platform, points, series, unit = '' } = chart
  const title = platform === undefined ? chart.title : networkName(platform)
  const colours = window.THEME.colors as Record<string, string>
  const colourOf: Readonly<Record<Tone, string | undefined>> = {
    good: colours['success'],
    plain: colours['primary100'],
    poor: colours['warning'],
    bad: colours['error'],
  }
  const Frame = kind === 'bars' ? BarChart : LineChart
  return (
    <Box mt="lg">
      <Text fontSize="sm" color="grey60" mb="sm">
        {title}
        {unit !== '' && `, ${unit}`}
      </Text>
      <Box height={170} role="img" aria-label={`${title}: ${summaryOf(chart)}`}>
        <ResponsiveContainer>
          <Frame data={[...points]} margin={{ top: 4, right: 8, bottom: 0, left: -12 }}>
            <CartesianGrid stroke={colours['border'] ?? ''} vertical={false} />
            <XAxis
              dataKey="at"
              tickFormatter={(at: string) => shortly(at, points)}
              stroke={colours['grey60'] ?? ''}
              fontSize={11}
              minTickGap={24}
            />
            <YAxis
              stroke={colours['grey60'] ?? ''}
              fontSize={11}
              allowDecimals={unit === 'USD'}
              width={56}
            />
            <Tooltip
              labelFormatter={(at) =>
                typeof at === 'string' ? `${at.slice(0, 16).replace('T', ' ')} UTC` : ''
              }
              contentStyle={{
                background: colours['container'],
                border: `1px solid ${colours['border']}`,
                color: colours['text'],
              }}
            />
            {series.length > 1 && <Legend wrapperStyle={{ fontSize: 12 }} />}
            {series.map(({ key, label, tone }) =>
              kind === 'bars' ? (
                <Bar
                  key={key}
                  dataKey={key}
                  name={label}
                  stackId="all"
                  fill={colourOf[tone] ?? ''}
                  isAnimationActive={false}
                />
              ) : (
                <Line
                  key={key}
                  dataKey={key}
                  name={label}
                  stroke={colourOf[tone] ?? ''}
                  strokeWidth={2}
                  strokeDasharray={dashes[tone]}
                  dot={{ r: 2 }}
                  connectNulls={false}
                  isAnimationActive={false}
                />
              ),
            )}
          </Frame>
        </ResponsiveContainer>
      </Box>
    </Box>
  )
}

function summaryOf({ points, series }: Chart): string {
  return series
    .map(({ key, label }) => {
      const values = points.map((point) => Number(point[key] ?? 0))
      return `${label} at most ${Math.max(0, ...values)}`
    })
    .join(', ')
}

function shortly(at: string, points: Chart['points']): string {
  // Hours where the points are less than a day apart.
  const [first, second] = points.map((point) => Date.parse(String(point['at'])))
  const hourly = second !== undefined && first !== undefined && second - first < 86_400_000
  return hourly ? at.slice(11, 16) : at.slice(5, 10)
}
