export { ItemsContext, type ItemContext } from './items/context';
export { TaskPage } from './TaskPage';
export { TimelineFeed } from './timeline/feed';
export { TimelineView } from './timeline/TimelineView';
