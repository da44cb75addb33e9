/** The pages of the settings, in their order. A new page: an id in the router, a component here. */
import type { Component } from 'svelte'
import Bell from '@lucide/svelte/icons/bell'
import CalendarDays from '@lucide/svelte/icons/calendar-days'
import FolderOpen from '@lucide/svelte/icons/folder-open'
import Info from '@lucide/svelte/icons/info'
import Keyboard from '@lucide/svelte/icons/keyboard'
import Lightbulb from '@lucide/svelte/icons/lightbulb'
import Search from '@lucide/svelte/icons/search'
import Palette from '@lucide/svelte/icons/palette'
import User from '@lucide/svelte/icons/user'

import type { SettingsSection } from '../../lib/state/router.svelte'
import DesktopSettings from '../../domain/DesktopSettings.svelte'
import About from './About.svelte'
import Appearance from './Appearance.svelte'
import Dates from './Dates.svelte'
import Keys from './Keys.svelte'
import Meaning from './Meaning.svelte'
import Searching from './Searching.svelte'
import Vaults from './Vaults.svelte'
import You from './You.svelte'

export interface Section {
  id: SettingsSection
  title: string
  icon: Component
  page: Component
}

export const SECTIONS: readonly Section[] = [
  { id: 'vaults', title: 'Vaults', icon: FolderOpen, page: Vaults },
  { id: 'you', title: 'You', icon: User, page: You },
  { id: 'appearance', title: 'Appearance', icon: Palette, page: Appearance },
  { id: 'keys', title: 'Keys', icon: Keyboard, page: Keys },
  { id: 'desktop', title: 'Shortcut and notifications', icon: Bell, page: DesktopSettings },
  { id: 'searching', title: 'Searching', icon: Search, page: Searching },
  { id: 'meaning', title: 'Meaning', icon: Lightbulb, page: Meaning },
  { id: 'dates', title: 'Language of dates', icon: CalendarDays, page: Dates },
  { id: 'about', title: 'About', icon: Info, page: About },
]
