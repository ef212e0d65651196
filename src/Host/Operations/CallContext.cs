using Homeport.Host.Access;
using Homeport.Host.JsonRpc;
using Microsoft.AspNetCore.Http;

namespace Homeport.Host.Operations;

/// <summary>From where an operation is called.</summary>
/// <param name="Http">Set on REST.</param>
/// <param name="Session">Set on a connection that stays.</param>
internal readonly record struct CallContext(Caller Caller, HttpContext? Http = null, RpcSession? Session = null);
