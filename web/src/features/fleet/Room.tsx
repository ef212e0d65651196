import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { DiskUsageView } from '@/api';
import { formatBytes } from '@/shared/lib/bytes';
import { count, t } from '@/shared/lib/strings';
import { Button, RelativeTime, StateGlyph } from '@/shared/ui';
import { sumByKind, sumByTask, type TaskRoom } from './disk';

const few = 8;

function Bar({ disk }: { disk: DiskUsageView }) {
  const sums = sumByKind(disk);
  const total = sums.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <div className="fleet-bar">
      <div className="fleet-bar__all" aria-hidden="true">
        {sums.map(({ kind, bytes }) => <i key={kind} className={`fleet-bar__part fleet-kind--${kind}`} style={{ flexGrow: bytes / total }} />)}
      </div>
      <ul className="fleet-legend xs">
        {sums.map(({ kind, bytes }) => (
          <li key={kind}><i className={`fleet-kind--${kind}`} aria-hidden="true" />{t(`fleet.room.${kind}`)} <span className="num muted">{formatBytes(bytes)}</span></li>
        ))}
      </ul>
    </div>
  );
}

function RoomRow({ room, largest }: { room: TaskRoom; largest: number }) {
  const total = room.worktree + room.trash;
  const name = room.title ?? room.key.split('/').at(-1) ?? room.key;
  return (
    <li className="fleet-room">
      {room.state === undefined ? <StateGlyph state="blocked" decorative /> : <StateGlyph state={room.state} />}
      <span className="fleet-room__name">
        {room.title === undefined || room.taskId === undefined
          ? <span className="trunc soft" title={room.oddity ?? room.key}>{name} · {t('fleet.room.gone')}</span>
          : <Link className="trunc" to={`/tasks/${room.taskId}`} title={name}>{name}</Link>}
      </span>
      <span className="fleet-room__bar" aria-hidden="true">
        <i className="fleet-kind--worktree" style={{ width: `${(room.worktree / largest) * 100}%` }} />
        <i className="fleet-kind--trash" style={{ width: `${(room.trash / largest) * 100}%` }} />
      </span>
      <span className="num fleet-room__size" title={room.complete ? undefined : t('fleet.room.partial')}>{formatBytes(total)}{room.complete ? '' : '+'}</span>
    </li>
  );
}

/** What takes room on the disk: by kind, and by task. */
export function Room({ disk, onMeasure }: { disk: DiskUsageView; onMeasure: () => void }) {
  const [all, setAll] = useState(false);
  const rooms = sumByTask(disk);
  const shown = all ? rooms : rooms.slice(0, few);
  const largest = Math.max(1, ...rooms.map((room) => room.worktree + room.trash));
  return (
    <section aria-labelledby="fleet-room">
      <div className="fleet-h2 row">
        <h2 className="h2 grow" id="fleet-room">{t('fleet.room')}</h2>
        <Button size="sm" icon={RefreshCw} busy={disk.measuring} onClick={onMeasure}>{disk.measuring ? t('fleet.room.measuring') : t('fleet.room.again')}</Button>
      </div>
      <div className="panel">
        <Bar disk={disk} />
        <ul>{shown.map((room) => <RoomRow key={room.key} room={room} largest={largest} />)}</ul>
        {rooms.length > few && (
          <div className="fleet-more"><Button size="sm" kind="ghost" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t('fleet.room.less') : t('fleet.room.more', { count: rooms.length - few })}</Button></div>
        )}
        <div className="panel__foot fleet-foot">
          <span className="trunc">{disk.space.path} ({disk.space.fileSystem})</span>
          {disk.snapshots !== undefined && <span>{count('fleet.room.snapshots', disk.snapshots)}</span>}
          <span className="end">{disk.measuredAt === undefined ? t('fleet.room.never') : <>{t('fleet.room.measured')} <RelativeTime at={disk.measuredAt} /></>}</span>
        </div>
      </div>
    </section>
  );
}
