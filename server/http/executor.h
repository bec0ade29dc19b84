#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace pancake {

// Everything of a connection runs on the one thread of its io_context, and its types say so:
// with the type-erased executor of Asio's defaults each operation costs a virtual call more.
using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor>;

template <typename T>
using Awaitable = boost::asio::awaitable<T, Executor>;

/// Operations give (error_code, result...) and never throw.
inline constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable_t<Executor>{});

}  // namespace pancake
