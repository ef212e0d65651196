using System.Text.Json;
using Homeport.Agents.Conversations;

namespace Homeport.Agents.Acp.V2;

/// <summary>
/// What the agent works on in its session, as <c>state_update</c> tells it. A turn ends when the work with our prompt in it does:
/// an idle state may also be that of work that went on before, or the same told again.
/// </summary>
internal sealed class Foreground
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<JsonElement>? _turn;
    private bool _isBusy;
    private bool _hasEarlierWork;
    private bool _isInserted;
    private bool _hasWorked;

    /// <summary>A prompt is about to be said. The task completes with the state that ends its turn.</summary>
    public Task<JsonElement> Begin()
    {
        lock (_gate)
        {
            _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            (_hasEarlierWork, _hasWorked, _isInserted) = (_isBusy, _isBusy, false);
            return _turn.Task;
        }
    }

    /// <summary>The agent took the prompt into its conversation.</summary>
    public void Insert()
    {
        lock (_gate)
        {
            _isInserted = true;
        }
    }

    /// <summary>The agent said something to the prompt: it works, also if it forgot to tell.</summary>
    public void Hear()
    {
        lock (_gate)
        {
            _hasWorked |= _isInserted;
        }
    }

    /// <summary>A state; one that is not known counts as busy.</summary>
    public void Tell(JsonElement update)
    {
        TaskCompletionSource<JsonElement>? over = null;
        lock (_gate)
        {
            _isBusy = update.Text("state") != "idle";
            if (_isBusy)
            {
                _hasWorked = true;
            }
            else if (_hasWorked && (_isInserted || !_hasEarlierWork))
            {
                (over, _turn) = (_turn, null);
            }
            else
            {
                (_hasEarlierWork, _hasWorked) = (false, false); // the prompt was held, and is next
            }
        }

        over?.TrySetResult(update);
    }
}
