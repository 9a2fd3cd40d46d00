import { Box, H2, Text } from '@adminjs/design-system'
import { ApiClient } from 'adminjs'
import React, { useEffect, useState } from 'react'
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
    <Box p="xxl" data-testid="home">
      <H2>Hello {data.name}</H2>
      <Text my="lg">Whom can you help?</Text>
      <Find />
      <Text my="lg">Look up:</Text>
      <ul>
        {data.links.map(({ href, label }) => (
          <Box as="li" key={href} mb="default">
            <a href={href}>{label}</a>
          </Box>
        ))}
      </ul>
    </Box>
  )
}
