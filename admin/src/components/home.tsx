import { Box, H2, Text } from '@adminjs/design-system'
import { ApiClient } from 'adminjs'
import React, { useEffect, useState } from 'react'
import { Figures } from './figures.tsx'
import { Find } from './find.tsx'

interface HomeData {
  readonly name: string
  readonly links: readonly { readonly label: string; readonly href: string }[]
}

/** Where staff arrive: what they may look up. */
export function Home(): React.ReactElement | null {
  const [data, setData] = useState<HomeData | null>(null)
  useEffect(() => {
    void new ApiClient().getDashboard().then((answer) => setData(answer.data as HomeData))
  }, [])
  if (data === null) return null
  return (
    <Box p={['default', 'xl', 'xxl']} data-testid="home">
      <H2>Hello {data.name}</H2>
      <Text my="lg">Whom can you help?</Text>
      <Find />
      <Figures />
      <Text mt="xxl" mb="lg">
        Look up:
      </Text>
      <Box
        as="ul"
        m="0"
        p="0"
        display="flex"
        flexWrap="wrap"
        style={{ gap: '8px 20px', listStyle: 'none' }}
      >
        {data.links.map(({ href, label }) => (
          <li key={href}>
            <a href={href}>{label}</a>
          </li>
        ))}
      </Box>
    </Box>
  )
}
