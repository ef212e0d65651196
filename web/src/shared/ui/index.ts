export { Button, IconButton, type ButtonKind, type ButtonProps } from './Button';
export { Card, Panel } from './Card';
export { CopyButton } from './CopyButton';
export { Dialog, Drawer } from './Dialog';
export { Checkbox, Field, IconInput, Input, Segmented, Select, Switch } from './Field';
export { Icon, type IconShape } from './Icon';
export { Keycap } from './Keycap';
export { AgentPlate, agentName, Chip, Count, Delta, Mark, MiddlePath, ProjectSquare, projectHue, RelativeTime, Tag } from './marks';
export { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from './Menu';
export { Banner, EmptyState, ErrorNote, Skeleton, type ErrorContent } from './notes';
export { ResizablePanes } from './ResizablePanes';
export { roleOf, StateBadge, StateGlyph, stateLabel, type GlyphState, type StateRole, type WaitingReason } from './StateGlyph';
export { Tabs, type TabItem } from './Tabs';
export { dismissToast, toast, Toaster, toastUndo } from './Toast';
export { Tooltip, TooltipProvider } from './Tooltip';
export { VirtualList } from './VirtualList';
// Markdown and CodeBlock pull in a parser: import them from '@/shared/ui/Markdown' inside lazily loaded screens.
